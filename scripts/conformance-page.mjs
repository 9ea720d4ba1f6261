// docs/conformance.md: what every adapter is held to, from the suite as built, and the broken adapters that each case notices.
import {BROKEN, SECTIONS} from '../packages/provider/dist/conformance/index.js';
import {page, table} from './markdown.mjs';

export function conformancePage(notice) {
  return page([
    notice,
    '# Conformance',
    'Every adapter passes these cases, against a fake of its vendor. One is left out only where an ability of the vendor is. To the right stand adapters broken on purpose, one in each way, which the case has to notice; every case has one.',
    ...Object.entries(SECTIONS).flatMap(([section, cases]) => [
      `## ${section[0].toUpperCase()}${section.slice(1)}`,
      table(['case', 'what it holds', 'notices an adapter that'], cases.map(row)),
    ]),
  ]);
}

function row({id, title}) {
  return [
    id,
    title,
    BROKEN.filter(({caughtBy}) => caughtBy === id)
      .map(({name}) => name)
      .join('; '),
  ];
}
