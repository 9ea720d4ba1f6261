export const split = ({source}) => source.steps.map((step) => ({step}));

export const book = ({explain, title}) => ({line: `${title.title}: ${explain.text}`});

export const count = (rows) => [{texts: rows.map(({explain}) => explain.text).join(' ')}];
