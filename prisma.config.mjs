import { defineConfig } from 'prisma/config';

/** For the Prisma command line only; the application itself reads none of this. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Not Prisma's env(): that throws when the variable is missing, and `prisma generate` needs no database.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
