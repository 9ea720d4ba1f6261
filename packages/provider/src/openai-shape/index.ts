export {type Completion, chatBody, jsonSchemaFormat, type ParameterFields, readCompletion, schemaName} from './chat.js';
export type {Dialect, Endpoint, JobPage} from './dialect.js';
export {encodeRequest} from './encode.js';
export {deleteFiles, type FileRules, inputFile, resultDownload, type Upload} from './files.js';
export {idOf, readStatus, receiptOf, resultFiles} from './job.js';
export {openAiShaped} from './provider.js';
export {NOT_IN_RESPONSES, readResponse, responsesBody} from './responses.js';
export {readAnswer, readResultLine, requestFault} from './result-line.js';
export {type StrictSchema, strictSchema} from './strict-schema.js';
