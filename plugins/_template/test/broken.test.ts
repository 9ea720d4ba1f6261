import {BROKEN, caseOf, leftOutReason, runCase} from '@agac/provider/conformance';
import {expect} from 'chai';
import {ACME} from './subject.js';

describe('the conformance suite', () => {
  for (const {name, caughtBy, spoil} of BROKEN) {
    const caught = caseOf(caughtBy);
    it(`notices in ${caughtBy} an adapter that ${name}`, async () => {
      const broken = {...ACME, open: spoil(ACME.open)};
      expect(leftOutReason(broken, caught)).to.equal(undefined);
      const outcome = await runCase(broken, caught).then(
        () => 'passed',
        (error: Error) => error.message,
      );
      expect(outcome).not.to.equal('passed');
      if (process.env['SHOW'] !== undefined) console.log('       ', outcome.split('\n').slice(0, 12).join(' | '));
    });
  }
});
