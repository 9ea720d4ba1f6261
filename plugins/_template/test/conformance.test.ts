import {conformance} from '@agac/provider/conformance';
import {ACME} from './subject.js';

conformance(ACME);
