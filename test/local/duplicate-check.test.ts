import fc from 'fast-check';
import {DuplicateCheck} from '../../src/local/duplicate-check.js';

describe('local/duplicate-check', () => {
  it('finds two equal ids among any, however many were expected', () => {
    const ids = fc.array(fc.string({maxLength: 2, unit: fc.constantFrom('a', 'b', 'c', 'd')}), {maxLength: 40});
    const agrees = fc.property(ids, fc.nat(3), (list, expected) => {
      const check = new DuplicateCheck(expected);
      for (const id of list) check.add(id);
      return check.count === list.length && check.hasDuplicate() === new Set(list).size < list.length;
    });
    fc.assert(agrees);
  });
});
