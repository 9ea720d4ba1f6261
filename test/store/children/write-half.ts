// Writes most of a large file, says so, and never finishes it.
import {AtomicFile} from '../../../src/store/atomic-file.js';

const file = new AtomicFile(process.argv[2]!);
for (let megabytes = 0; megabytes < 3; megabytes += 1) file.write('new\n'.repeat(256 * 1024));
process.stdout.write('half\n');
setTimeout(() => {}, 20_000);
