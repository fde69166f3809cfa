import { Prisma } from './generated/client.js';

/** True when a write failed because a row with the same unique key stands already. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

/** True when the database refused a row by the named check or constraint trigger. */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof Error &&
  `${error.message} ${JSON.stringify((error as { meta?: unknown }).meta ?? {})}`.includes(constraint);
