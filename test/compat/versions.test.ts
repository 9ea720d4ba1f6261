import {join} from 'node:path';
import {runProjects} from './whole-projects.js';

describe('projects with versions', () => runProjects(join(import.meta.dirname, 'versions')));
