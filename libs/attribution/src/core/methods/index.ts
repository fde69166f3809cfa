export * from './clusters/index.js';
export * from './evidence/index.js';
export * from './exact/index.js';
export * from './knn/index.js';
export * from './sampling/index.js';
export * from './text/index.js';
export * from './weights/index.js';
