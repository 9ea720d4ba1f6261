export const pick = ({write_short, write_long}) => ({text: write_long?.text ?? write_short.text});

export async function archive({approve, rework, publish}, {action}) {
  const end = {text: rework?.text ?? publish?.release ?? approve.text, is: approve.hitl_status};
  return {...end, by: action};
}

export const digest = (rows) => ({
  releases: rows.map(({publish}) => `${publish.id}: ${publish.release}`),
  count: rows.length,
});
