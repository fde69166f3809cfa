export { type ApiKeyText, formatApiKey, hashSecret, parseApiKey } from './api-key.js';
