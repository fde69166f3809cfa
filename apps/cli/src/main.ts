#!/usr/bin/env node
import { apportion } from './commands/apportion.js';
import { attribute } from './commands/attribute.js';
import { canonicalize } from './commands/canonicalize.js';
import { clear } from './commands/clear.js';
import { compare } from './commands/compare.js';
import { fit } from './commands/fit.js';
import { forecast } from './commands/forecast.js';
import { importPromptfooCommand } from './commands/import-promptfoo.js';
import { metrics } from './commands/metrics.js';
import { ratioStudy } from './commands/ratio-study.js';
import { seal } from './commands/seal.js';
import { trusteeKeygen, trusteeRun } from './commands/trustee.js';
import { value } from './commands/value.js';
import { verify } from './commands/verify.js';
import type { ActingCommand, Command } from './command.js';
import { runCli } from './run-cli.js';

const COMMANDS: readonly (Command | ActingCommand)[] = [
  canonicalize,
  metrics,
  compare,
  attribute,
  apportion,
  fit,
  forecast,
  value,
  ratioStudy,
  clear,
  seal,
  verify,
  importPromptfooCommand,
  trusteeKeygen,
  trusteeRun,
];

process.exitCode = await runCli(COMMANDS, process.argv.slice(2));
