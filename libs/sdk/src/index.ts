export { type ClientOptions, SalvorClient, SalvorProblem } from './client.js';
