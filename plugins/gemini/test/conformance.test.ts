import {conformance} from '@agac/provider/conformance';
import {GEMINI, GEMINI_FILES, GEMINI_SMALL} from './subjects.js';

conformance(GEMINI);
conformance(GEMINI_FILES);
for (const subject of GEMINI_SMALL) conformance(subject, ['B10', 'B11']);
