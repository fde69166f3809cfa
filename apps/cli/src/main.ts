#!/usr/bin/env node
import { canonicalize } from './commands/canonicalize.js';
import { compare } from './commands/compare.js';
import { metrics } from './commands/metrics.js';
import type { Command } from './command.js';
import { runCli } from './run-cli.js';

const COMMANDS: readonly Command[] = [canonicalize, metrics, compare];

process.exitCode = await runCli(COMMANDS, process.argv.slice(2));
