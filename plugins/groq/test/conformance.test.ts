import {conformance} from '@agac/provider/conformance';
import {GROQ, GROQ_SMALL, GROQ_TOLD} from './subjects.js';

conformance(GROQ);
conformance(GROQ_SMALL, ['B10', 'B11']);
conformance(GROQ_TOLD, ['A4', 'A5', 'A6', 'A7', 'A8']);
