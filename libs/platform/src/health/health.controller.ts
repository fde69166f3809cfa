import { Controller, Get, type OnModuleDestroy } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ProblemException } from '../http/problem-exception.js';
import { problem } from '../http/problems.js';
import { PublicRoute } from '../http/public-route.js';
import { PrismaService } from '../prisma/prisma.service.js';

class Liveness extends createZodDto(z.strictObject({ status: z.literal('live') })) {}
class Readiness extends createZodDto(z.strictObject({ status: z.literal('ready') })) {}

/** Live: the process answers. Ready: it can serve, which ends as soon as a stop begins. */
@ApiTags('health')
@SkipThrottle()
@PublicRoute()
@Controller('health')
export class HealthController implements OnModuleDestroy {
  readonly #prisma: PrismaService;
  #stopping = false;

  constructor(prisma: PrismaService) {
    this.#prisma = prisma;
  }

  @Get('live')
  @ZodResponse({ status: 200, type: Liveness })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ZodResponse({ status: 200, type: Readiness })
  async ready(): Promise<{ status: 'ready' }> {
    if (this.#stopping) throw new ProblemException(problem('not-ready', 'The service is stopping.'));
    try {
      await this.#prisma.$queryRaw`SELECT 1`;
    } catch {
      throw new ProblemException(problem('not-ready', 'The database does not answer.'));
    }
    return { status: 'ready' };
  }

  /** The first hook of a stop: the next one waits for the jobs that run. */
  onModuleDestroy(): void {
    this.#stopping = true;
  }
}
