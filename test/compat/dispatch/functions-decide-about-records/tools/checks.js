export const is_open = ({source}) => source.state === 'open';

export const sign = ({judge}) => ({signed: judge.verdict});
