export const check = ({edit, version}) => ({
  version: `${version.style} ${version.idx + 1}/${version.length}`,
  fields: Object.keys(edit),
});

export const choose = (record) => record;
