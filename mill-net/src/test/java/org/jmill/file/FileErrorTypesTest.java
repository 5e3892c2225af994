package org.jmill.file;

import org.jmill.net.ThrownTypes;
import org.junit.jupiter.api.Test;

/// The list of what is loaded early is whole.
class FileErrorTypesTest {
    @Test
    void everyExceptionOfFilesIsLoadedBeforeAnybodyWaits() throws Exception {
        ThrownTypes.assertLoads(MillFile.class);
        ThrownTypes.assertAllIn(FileErrors.LOADED_EARLY, MillFile.class);
    }
}
