import { config } from 'zod';

/** Zod would try whether it may compile code; our content security policy forbids it and reports the attempt. */
config({ jitless: true });
