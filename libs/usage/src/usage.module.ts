import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CatalogModule } from '#libs/catalog';
import { LedgerModule } from '#libs/ledger';
import { PlatformModule } from '#libs/platform';
import { RightsModule } from '#libs/rights';
import { AcceptReceipts } from './accept-receipts.js';
import { CheckReceipts } from './check-receipts.js';
import { LicenceController } from './licence.controller.js';
import { LicenceService } from './licence.service.js';
import { LicenceStore } from './licence.store.js';
import { MeterController } from './meter.controller.js';
import { MeterService } from './meter.service.js';
import { MeterStore } from './meter.store.js';
import { ReceiptController } from './receipt.controller.js';
import { ReceiptStore } from './receipt.store.js';
import { ReceiveReceipts } from './receive-receipts.js';
import { ScreenMeter } from './screen-meter.js';
import { ScreeningStore } from './screening.store.js';
import { SigningKeyController } from './signing-key.controller.js';
import { SigningKeyService } from './signing-key.service.js';
import { SigningKeyStore } from './signing-key.store.js';
import { TelemetryController } from './telemetry.controller.js';
import { TelemetryService } from './telemetry.service.js';
import { TelemetryStore } from './telemetry.store.js';
import { UsageController } from './usage.controller.js';
import { UsageProcessor } from './usage.processor.js';
import { UsageReceipts } from './usage-receipts.js';
import { UsageService } from './usage.service.js';
import { UsageStore } from './usage.store.js';

@Module({
  imports: [PlatformModule, AccessModule, LedgerModule, CatalogModule, RightsModule],
  providers: [
    UsageStore,
    SigningKeyStore,
    MeterStore,
    ReceiptStore,
    ScreeningStore,
    TelemetryStore,
    LicenceStore,
    UsageService,
    SigningKeyService,
    MeterService,
    TelemetryService,
    LicenceService,
    CheckReceipts,
    AcceptReceipts,
    ReceiveReceipts,
    UsageReceipts,
    ScreenMeter,
  ],
  exports: [
    UsageService,
    SigningKeyService,
    MeterService,
    TelemetryService,
    LicenceService,
    ReceiveReceipts,
    UsageReceipts,
    ScreenMeter,
    ScreeningStore,
  ],
})
export class UsageModule {}

@Module({
  imports: [UsageModule],
  controllers: [
    UsageController,
    SigningKeyController,
    MeterController,
    ReceiptController,
    TelemetryController,
    LicenceController,
  ],
})
export class UsageHttpModule {}

@Module({ imports: [PlatformModule, UsageModule], providers: [UsageProcessor] })
export class UsageJobsModule {}
