import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { HttpConventionsModule } from '#libs/platform';

/** The HTTP process: conventions, who is asking, then every capability in the order of the loop. */
@Module({ imports: [HttpConventionsModule, AccessHttpModule] })
export class ApiModule {}
