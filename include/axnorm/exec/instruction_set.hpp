// The instruction set this translation unit is compiled for, as the name of an inline namespace.
// Used by everything in exec/ that holds or moves packs, so that objects built for different ones link together.
// Must not know: packs, tensors, formulas; it only reads macros.
#pragma once

/// Function attribute of every helper that takes or returns packs: one helper left out of line puts a kernel's
/// accumulators on the stack, which costs more than the whole norm.
#define AXNORM_INLINE [[gnu::always_inline]] inline

#ifdef AXNORM_COMPILED // the unit uses the library axnorm::compiled, or is it; see drivers.hpp
#define AXNORM_ISA_COMPILED _compiled
#else
#define AXNORM_ISA_COMPILED
#endif

#define AXNORM_PASTE_RAW(a, b, c, d, e) a##b##c##d##e
#define AXNORM_PASTE(a, b, c, d, e) AXNORM_PASTE_RAW(a, b, c, d, e)

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__) &&                 \
    defined(__AVX512CD__)
#define AXNORM_HAS_AVX512 1
#define AXNORM_ISA_BASE avx512
#else
#define AXNORM_HAS_AVX512 0
#if defined(__AVX512F__)
#define AXNORM_ISA_BASE avx512_part
#elif defined(__AVX2__)
#define AXNORM_ISA_BASE avx2
#elif defined(__AVX__)
#define AXNORM_ISA_BASE avx
#elif defined(__SSE4_1__)
#define AXNORM_ISA_BASE sse4
#elif defined(__SSE2__)
#define AXNORM_ISA_BASE sse2
#else
#define AXNORM_ISA_BASE other
#endif
#endif

#if defined(__FMA__)
#define AXNORM_ISA_FMA _fma
#else
#define AXNORM_ISA_FMA
#endif
#if defined(__F16C__)
#define AXNORM_ISA_F16C _f16c
#else
#define AXNORM_ISA_F16C
#endif
#if defined(__AVX512BF16__)
#define AXNORM_ISA_BF16 _bf16
#else
#define AXNORM_ISA_BF16
#endif

/// Name of the inline namespace, such as `avx512_fma_f16c_bf16`.
#define AXNORM_ISA AXNORM_PASTE(AXNORM_ISA_BASE, AXNORM_ISA_FMA, AXNORM_ISA_F16C, AXNORM_ISA_BF16, AXNORM_ISA_COMPILED)
