export const fold = (rows) => ({lines: rows.map(({report}) => `${report.text} ${report.rate_2.of}`)});
