export { applyMigrations } from './apply-migrations.js';
export { MigrationFailure } from './migration-failure.js';
