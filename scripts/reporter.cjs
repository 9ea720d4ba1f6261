// mocha's spec reporter, which also leaves its counts in a file.
const {writeFileSync} = require('node:fs');
const {reporters, Runner} = require('mocha');

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const {passes, failures} = this.stats;
      writeFileSync(options.reporterOptions.output, JSON.stringify({passes, failures}));
    });
  }
};
