import { Module } from '@nestjs/common';
import { AccessHttpModule } from '#libs/access';
import { CatalogHttpModule } from '#libs/catalog';
import { EvaluationHttpModule } from '#libs/evaluation';
import { HttpConventionsModule } from '#libs/platform';
import { UsageHttpModule } from '#libs/usage';
import { ValuationHttpModule } from '#libs/valuation';

/** The HTTP process: conventions, who is asking, then every capability in the order of the loop. */
@Module({
  imports: [
    HttpConventionsModule,
    AccessHttpModule,
    CatalogHttpModule,
    EvaluationHttpModule,
    UsageHttpModule,
    ValuationHttpModule,
  ],
})
export class ApiModule {}
