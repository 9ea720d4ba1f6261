import {join} from 'node:path';
import {runProjects} from './whole-projects.js';

describe('projects that hand fields on', () => runProjects(join(import.meta.dirname, 'context')));
