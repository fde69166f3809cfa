import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { problemDocument } from '#contract/platform';
import { AccessHttpModule, AccessModule, RequireScope } from '#libs/access';
import { err, ok } from '#libs/kernel';
import {
  dto,
  HttpConventionsModule,
  orProblem,
  PlatformModule,
  PrismaService,
  problem,
  PublicRoute,
  UnitOfWork,
  Write,
  type WriteRequest,
} from '#libs/platform';
import type { Response, Test } from 'supertest';
import { z } from 'zod';
import { eventually } from '../support/client.js';

/** What the gate keeps waiting, until a test opens it. */
export const gate = { waiting: 0, open: (): void => undefined };

function passGate(): Promise<void> {
  gate.waiting += 1;
  return new Promise((resolve) => {
    gate.open = () => {
      gate.waiting -= 1;
      resolve();
    };
  });
}

export const untilSomebodyWaits = () =>
  eventually(
    () => Promise.resolve(gate.waiting),
    (waiting) => waiting > 0,
  );

const writeContract = z.strictObject({ text: z.string().max(100), slowly: z.boolean().default(false) });
class WriteBody extends dto(writeContract) {}

/** Routes with the faults and the patience that these tests need. */
@Controller('probe')
class ProbeController {
  readonly #prisma: PrismaService;
  readonly #unitOfWork: UnitOfWork;

  constructor(prisma: PrismaService, unitOfWork: UnitOfWork) {
    this.#prisma = prisma;
    this.#unitOfWork = unitOfWork;
  }

  @PublicRoute()
  @Get('slow')
  async slow(): Promise<{ done: true }> {
    await passGate();
    return { done: true };
  }

  @PublicRoute()
  @Get('bug')
  bug(): never {
    throw new TypeError('the password is hunter2');
  }

  @PublicRoute()
  @Get('database-bug')
  async databaseBug(): Promise<unknown> {
    return this.#prisma.$queryRaw`SELECT secret_column FROM no_such_table`;
  }

  @Post('writes')
  @RequireScope('seller')
  async write(@Write() write: WriteRequest, @Body() body: WriteBody): Promise<unknown> {
    const result = await this.#unitOfWork.write(write, writeContract, async () => {
      if (body.slowly) await passGate();
      return body.text === 'nothing' ? err(problem('not-found', 'There is no such thing.')) : ok(body);
    });
    return orProblem(result);
  }
}

@Module({ imports: [PlatformModule, AccessModule], controllers: [ProbeController] })
class ProbeModule {}

@Module({ imports: [HttpConventionsModule, AccessHttpModule, ProbeModule] })
export class ProbeApp {}

/** A JSON body as it is, byte for byte. */
export const sendBytes = (call: Test, body: string): Test =>
  call.set('Content-Type', 'application/json').send(body);

/** The code of a problem, once the answer was seen to follow every rule for problems. */
export function problemOf(response: Response): string {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const document = problemDocument.parse(response.body);
  expect(document.status).toBe(response.status);
  expect(document.requestId).toBe(response.headers['x-request-id']);
  expect(response.text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|SELECT|prisma/i);
  return document.type.replace('urn:salvor:problem:', '');
}

export const MALFORMED = '{"text": ';
