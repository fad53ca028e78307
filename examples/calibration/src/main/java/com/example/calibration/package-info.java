@Export
@Version("1.0.0")
package com.example.calibration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
