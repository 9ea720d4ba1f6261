import {conformance} from '@agac/provider/conformance';
import {AZURE, OPENAI, OPENAI_RESPONSES, OPENAI_SMALL} from './subjects.js';

conformance(OPENAI);
conformance(OPENAI_RESPONSES);
conformance(OPENAI_SMALL, ['B10', 'B11']);
conformance(AZURE);
