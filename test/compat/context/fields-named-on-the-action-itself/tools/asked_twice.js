export const asked_twice = ({attempt}) => attempt === 2 || 'Ask again.';
