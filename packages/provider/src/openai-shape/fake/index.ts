export type {ListPage} from './job-routes.js';
export {type ShapedFake, shapedManners} from './manners.js';
export {answerRoutes, neverCame, schemaOf, speak} from './say.js';
