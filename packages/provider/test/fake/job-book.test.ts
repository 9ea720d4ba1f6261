import {expect} from 'chai';
import {FileStore} from '../../src/fake/file-store.js';
import {JobBook} from '../../src/fake/job-book.js';
import type {Manners} from '../../src/fake/manners.js';

describe('JobBook', () => {
  it('gives no id a second time, not even when its job was deleted', () => {
    const manners = {jobId: (number: number) => `job-${number}`} as unknown as Manners;
    const jobs = new JobBook(new FileStore('', String), manners);
    const make = () => jobs.create({label: '', model: ''}).id;
    expect([make(), make()]).to.deep.equal(['job-1', 'job-2']);
    jobs.delete('job-1');
    expect(make()).to.equal('job-3');
    expect(jobs.all().map(({id}) => id)).to.deep.equal(['job-3', 'job-2']);
  });
});
