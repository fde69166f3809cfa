import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module.js';

/** The background process alone, beside any number of its like. */
const app = await NestFactory.createApplicationContext(WorkerModule, { abortOnError: false });
app.enableShutdownHooks();
