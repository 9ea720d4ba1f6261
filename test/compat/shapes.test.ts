import {join} from 'node:path';
import {runProjects} from './whole-projects.js';

describe('projects of every shape', () => runProjects(join(import.meta.dirname, 'shapes')));
