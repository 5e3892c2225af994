package org.jmill.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.stream.Collectors;
import org.jmill.Mill;
import org.junit.jupiter.api.Test;

/// What the module shows of itself.
class ModuleTest {
    @Test
    void theTestsRunInTheNamedModuleWhichExportsThreePackages() {
        Module module = Mill.class.getModule();
        assertTrue(module.isNamed());
        assertEquals("org.jmill", module.getName());
        Set<String> exported = module.getDescriptor().exports().stream()
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertEquals(Set.of("org.jmill", "org.jmill.sync", "org.jmill.world"), exported);
    }
}
