package greenloom.internal.weave;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.UninitializedVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.constant.ClassDesc;
import java.util.function.ToIntFunction;

/** What a verifier knows of a value on the stack or in a local variable; and whether it is the yielder of the body. */
sealed interface Type {
    /** Those of which there is nothing more to say. */
    enum Basic implements Type {
        /** Nothing that can be used. */
        TOP(TypeKind.VOID),
        INT(TypeKind.INT),
        LONG(TypeKind.LONG),
        FLOAT(TypeKind.FLOAT),
        DOUBLE(TypeKind.DOUBLE),
        NULL(TypeKind.REFERENCE),
        /** What the body yields with. */
        YIELDER(TypeKind.REFERENCE);

        private final TypeKind kind;

        Basic(TypeKind kind) {
            this.kind = kind;
        }

        @Override
        public TypeKind kind() {
            return kind;
        }
    }

    /** A reference to an object of that type. */
    record Ref(ClassDesc desc) implements Type {
        @Override
        public TypeKind kind() {
            return TypeKind.REFERENCE;
        }
    }

    /** What the {@code new} at that place has made, before its constructor has run. */
    record Raw(int place) implements Type {
        @Override
        public TypeKind kind() {
            return TypeKind.REFERENCE;
        }
    }

    TypeKind kind();

    default boolean isWide() {
        return kind().slotSize() == 2;
    }

    static Type of(ClassDesc desc) {
        return desc.isPrimitive() ? of(TypeKind.from(desc)) : new Ref(desc);
    }

    /** A primitive type. */
    static Type of(TypeKind kind) {
        return switch (kind.asLoadable()) {
            case INT -> Basic.INT;
            case LONG -> Basic.LONG;
            case FLOAT -> Basic.FLOAT;
            case DOUBLE -> Basic.DOUBLE;
            default -> throw new IllegalArgumentException("Not primitive: " + kind);
        };
    }

    /** What a frame says; {@code places} tells where the {@code new} at a label stands. */
    static Type of(VerificationTypeInfo info, ToIntFunction<Label> places) {
        return switch (info) {
            case ObjectVerificationTypeInfo object -> new Ref(object.classSymbol());
            case UninitializedVerificationTypeInfo raw -> new Raw(places.applyAsInt(raw.newTarget()));
            case SimpleVerificationTypeInfo simple -> switch (simple) {
                case INTEGER -> Basic.INT;
                case LONG -> Basic.LONG;
                case FLOAT -> Basic.FLOAT;
                case DOUBLE -> Basic.DOUBLE;
                case NULL -> Basic.NULL;
                case TOP, UNINITIALIZED_THIS -> Basic.TOP;
            };
        };
    }
}
