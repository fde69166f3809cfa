export { isSignedBy, type JsonSignature } from './signed-json.js';
