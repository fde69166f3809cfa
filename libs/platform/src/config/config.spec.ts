import { assert } from '#libs/kernel';
import { type Config, parseConfig } from './config.js';

const NEEDED = {
  DATABASE_URL: 'postgresql://salvor:secret@127.0.0.1:5432/salvor',
  SALVOR_SECRET_KEY: '0f'.repeat(32),
};

function configOf(variables: Readonly<Record<string, string | undefined>>): Config {
  const config = parseConfig({ ...NEEDED, ...variables });
  assert(config.ok, 'the settings are right');
  return config.value;
}

function faultsOf(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const config = parseConfig({ ...NEEDED, ...variables });
  assert(!config.ok, 'the settings are wrong');
  return config.error;
}

describe('parseConfig', () => {
  it('needs a database and a key, and has a default for everything else', () => {
    expect(configOf({})).toMatchObject({
      databaseUrl: NEEDED.DATABASE_URL,
      redisUrl: undefined,
      host: '127.0.0.1',
      port: 8080,
      logLevel: 'info',
      operatorKey: undefined,
      queuePrefix: 'salvor',
    });
  });

  it('reads the key as 32 bytes', () => {
    expect([...configOf({}).secretKey]).toEqual(new Array<number>(32).fill(15));
  });

  it('takes an empty variable for one that is not set', () => {
    expect(configOf({ PORT: '', REDIS_URL: '', SALVOR_OPERATOR_KEY: '' })).toEqual(configOf({}));
  });

  it('leaves variables of others alone', () => {
    expect(configOf({ PATH: '/bin', SALVOR_TEST_DATABASE_URL: 'x' })).toEqual(configOf({}));
  });

  it('reads every setting', () => {
    const operatorKey = `salvor_${'a1'.repeat(16)}_${'Az09-_x'.repeat(6)}Q`;
    expect(
      configOf({
        REDIS_URL: 'rediss://cache:6380/1',
        HOST: '0.0.0.0',
        PORT: '0',
        LOG_LEVEL: 'silent',
        SALVOR_OPERATOR_KEY: operatorKey,
        SALVOR_QUEUE_PREFIX: 'blue_2',
        SALVOR_RATE_LIMIT_PER_MINUTE: '1',
        SALVOR_BODY_LIMIT_BYTES: '1024',
        SALVOR_WORKER_CONCURRENCY: '256',
      }),
    ).toMatchObject({
      redisUrl: 'rediss://cache:6380/1',
      host: '0.0.0.0',
      port: 0,
      logLevel: 'silent',
      operatorKey,
      queuePrefix: 'blue_2',
      rateLimitPerMinute: 1,
      bodyLimitBytes: 1024,
      workerConcurrency: 256,
    });
  });
});

describe('parseConfig refuses, by name,', () => {
  it.each([
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'mysql://127.0.0.1/salvor'],
    ['DATABASE_URL', '/var/run/postgresql'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['LOG_LEVEL', 'loud'],
    ['SALVOR_SECRET_KEY', undefined],
    ['SALVOR_SECRET_KEY', '0f'.repeat(31)],
    ['SALVOR_SECRET_KEY', '0F'.repeat(32)],
    ['SALVOR_OPERATOR_KEY', 'hunter2'],
    ['SALVOR_QUEUE_PREFIX', 'Robert; DROP SCHEMA'],
    ['SALVOR_RATE_LIMIT_PER_MINUTE', '0'],
    ['SALVOR_BODY_LIMIT_BYTES', '1023'],
    ['SALVOR_WORKER_CONCURRENCY', '257'],
  ])('%s=%s', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: ${value === undefined ? 'is required' : '.'}`));
  });

  it('all wrong settings at once', () => {
    const faults = faultsOf({ DATABASE_URL: undefined, PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['DATABASE_URL', 'PORT', 'LOG_LEVEL']);
  });

  it('without repeating a secret', () => {
    const secret = 'correct horse battery staple';
    const faults = faultsOf({
      SALVOR_SECRET_KEY: secret,
      SALVOR_OPERATOR_KEY: secret,
      DATABASE_URL: `mysql://salvor:${encodeURIComponent(secret)}@127.0.0.1/`,
    });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toMatch(/correct/);
  });
});
