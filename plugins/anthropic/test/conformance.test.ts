import {conformance} from '@agac/provider/conformance';
import {ANTHROPIC, ANTHROPIC_NEWER, ANTHROPIC_SMALL} from './subjects.js';

conformance(ANTHROPIC);
conformance(ANTHROPIC_SMALL, ['B10', 'B11']);
conformance(ANTHROPIC_NEWER, ['A4', 'A5', 'A6', 'A7', 'A8', 'B9', 'E38a', 'I76']);
