import type {DamagedLook} from '../verbs/damaged-look.js';

/** What is said of a run that is left out of what is shown, as it cannot be read. */
export function damagedLine(look: DamagedLook): string {
  const next = look.actions.map((action) => action.replace(/\s+/g, ' ')).join(' Or: ');
  return [`${whose(look)} cannot be read. ${look.message}`, jobsLine(look), next].filter(Boolean).join(' ');
}

/** What is given up with a run that cannot be read. */
export function givenUpLine(look: DamagedLook): string {
  const lost = 'Without it, what vendors have of it cannot be collected any more, and is paid for all the same.';
  return [`${whose(look)} cannot be read. ${look.message} ${lost}`, jobsLine(look)].filter(Boolean).join(' ');
}

function whose({run, workflow}: DamagedLook): string {
  return workflow === undefined ? run : `${run} of ${workflow}`;
}

function jobsLine({jobs}: DamagedLook): string {
  if (jobs.length === 0) return '';
  const named = jobs.map(({id, vendor}) => (vendor === undefined ? id : `${id} at ${vendor}`));
  return `Of its jobs these are known: ${named.join(', ')}.`;
}
