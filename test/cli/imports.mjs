// Loaded with `node --import`: prints the address of every module that is imported to stderr.
import {registerHooks} from 'node:module';
import process from 'node:process';

registerHooks({
  load(url, context, next) {
    process.stderr.write(`import ${url}\n`);
    return next(url, context);
  },
});
