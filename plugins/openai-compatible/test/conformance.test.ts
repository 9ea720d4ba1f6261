import {conformance} from '@agac/provider/conformance';
import {DEEPINFRA, NO_SCHEMA, PLAIN, RESPONSES, SMALL, STRICT, TOGETHER, TOLD} from './subjects.js';

const ENCODING = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'];

conformance(PLAIN);
conformance(TOGETHER);
conformance(DEEPINFRA, ['B9', 'B13', 'C21a', 'C21b', 'C22', 'C23', 'C79', 'C80', 'G67', 'I76']);
conformance(SMALL, ['B10', 'B11']);
for (const subject of [STRICT, TOLD, NO_SCHEMA, RESPONSES]) conformance(subject, ENCODING);
