package greenloom.internal.weave;

import greenloom.internal.weave.Site.Saved;
import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Ref;
import greenloom.internal.woven.Frame;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Writes the code that puts values into a {@link Frame} and takes them out again. */
final class FrameAccess {
    static final ClassDesc FRAME = ClassDesc.of(Frame.class.getName());

    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    private static final ClassDesc FLOAT = ConstantDescs.CD_Float;
    private static final ClassDesc DOUBLE = ConstantDescs.CD_Double;

    private final CodeBuilder builder;
    private final int frame;
    private final int room;

    /**
     * Writes to {@code builder}.
     *
     * @param frame the slot of the local variable that holds the frame
     * @param room how many values of one kind the method puts aside at most
     */
    FrameAccess(CodeBuilder builder, int frame, int room) {
        this.builder = builder;
        this.frame = frame;
        this.room = room;
    }

    /** Puts the local variable {@code from} aside. */
    void save(Saved saved, int from) {
        begin(saved);
        builder.loadLocal(saved.type().kind(), from);
        if (!saved.isReference()) {
            toLong(saved.type().kind());
        }
        end(saved);
    }

    /** Forgets what an earlier yield has put at {@code index}. */
    void forgetReference(int index) {
        Saved nothing = new Saved(0, Basic.NULL, index);
        begin(nothing);
        builder.aconst_null();
        end(nothing);
    }

    private void begin(Saved saved) {
        builder.aload(frame);
        if (isInArray(saved)) {
            loadArray(saved);
            builder.loadConstant(indexInArray(saved));
        }
    }

    private void end(Saved saved) {
        if (!isInArray(saved)) {
            builder.putfield(FRAME, field(saved), fieldType(saved));
        } else if (saved.isReference()) {
            builder.aastore();
        } else {
            builder.lastore();
        }
    }

    /** Pushes what was put aside. */
    void restore(Saved saved) {
        builder.aload(frame);
        if (!isInArray(saved)) {
            builder.getfield(FRAME, field(saved), fieldType(saved));
        } else {
            loadArray(saved);
            builder.loadConstant(indexInArray(saved));
            builder.arrayLoad(saved.isReference() ? TypeKind.REFERENCE : TypeKind.LONG);
        }
        if (saved.type() instanceof Ref(ClassDesc desc)) {
            builder.checkcast(desc);
        } else {
            fromLong(saved.type().kind());
        }
    }

    private void loadArray(Saved saved) {
        builder.loadConstant(room);
        if (saved.isReference()) {
            builder.invokevirtual(FRAME, "references", MethodTypeDesc.of(OBJECTS, ConstantDescs.CD_int));
        } else {
            builder.invokevirtual(FRAME, "primitives", MethodTypeDesc.of(LONGS, ConstantDescs.CD_int));
        }
    }

    private static boolean isInArray(Saved saved) {
        return saved.index() >= fields(saved);
    }

    private static int indexInArray(Saved saved) {
        return saved.index() - fields(saved);
    }

    private static int fields(Saved saved) {
        return saved.isReference() ? Frame.REFERENCES : Frame.PRIMITIVES;
    }

    private static String field(Saved saved) {
        return (saved.isReference() ? "o" : "j") + saved.index();
    }

    private static ClassDesc fieldType(Saved saved) {
        return saved.isReference() ? ConstantDescs.CD_Object : ConstantDescs.CD_long;
    }

    private void toLong(TypeKind kind) {
        switch (kind) {
            case INT -> builder.i2l();
            case FLOAT -> builder
                    .invokestatic(FLOAT, "floatToRawIntBits",
                            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float))
                    .i2l();
            case DOUBLE -> builder.invokestatic(DOUBLE, "doubleToRawLongBits",
                    MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
            default -> {}
        }
    }

    private void fromLong(TypeKind kind) {
        switch (kind) {
            case INT -> builder.l2i();
            case FLOAT -> builder.l2i().invokestatic(FLOAT, "intBitsToFloat",
                    MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
            case DOUBLE -> builder.invokestatic(DOUBLE, "longBitsToDouble",
                    MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
            default -> {}
        }
    }
}
