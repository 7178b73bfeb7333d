package greenloom;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** A test that is run by a platform thread, by a greenlet of a loop, by a plain virtual thread, and by one that a greenlet has started. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Everywhere.Places.class)
@interface Everywhere {
    /** Where code runs. */
    enum Place {
        PLATFORM_THREAD {
            @Override
            void run(Action test) throws Exception {
                test.run();
            }
        },
        GREENLET {
            @Override
            void run(Action test) {
                EventLoop.run(test);
            }
        },
        VIRTUAL_THREAD {
            @Override
            void run(Action test) throws Exception {
                inVirtualThread(test);
            }
        },
        THREAD_OF_A_GREENLET {
            @Override
            void run(Action test) {
                EventLoop.run(() -> inVirtualThread(test));
            }
        };

        abstract void run(Action test) throws Exception;

        private static void inVirtualThread(Action test) throws Exception {
            CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    test.run();
                    end.complete(null);
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
            });
            try {
                end.get();
            } catch (ExecutionException e) {
                throw new AssertionError("in a virtual thread: " + e.getCause(), e.getCause());
            }
        }
    }

    final class Places implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Arrays.stream(Place.values()).map(In::new);
        }
    }

    record In(Place place) implements TestTemplateInvocationContext, InvocationInterceptor {
        @Override
        public String getDisplayName(int index) {
            return place.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
                ExtensionContext context) throws Throwable {
            place.run(() -> proceed(invocation));
        }

        private static void proceed(InvocationInterceptor.Invocation<Void> invocation) throws Exception {
            try {
                invocation.proceed();
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
