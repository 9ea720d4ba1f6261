import {join} from 'node:path';
import {runProjects} from './whole-projects.js';

describe('projects whose prompts call functions', () => runProjects(join(import.meta.dirname, 'dispatch')));
