import {conformance} from '@agac/provider/conformance';
import {MISTRAL_FILES, MISTRAL_INLINE, MISTRAL_SMALL} from './subjects.js';

conformance(MISTRAL_FILES);
conformance(MISTRAL_INLINE);
for (const subject of MISTRAL_SMALL) conformance(subject, ['B10', 'B11']);
