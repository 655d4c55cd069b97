/* Comments, odd spacing and layout
   survive translation. */
#include  <cuda_runtime.h>   // the runtime: cudaMalloc is described there
#include <cstdio>

/// Adds cudaMemcpy to a string: "cudaFree" here is only a word, and <<<this>>> is no launch.
static const char *text = "cudaMalloc(<<<1, 1>>>) // not a comment";

__global__ void   spaced ( int * x /* device */ ,
                           int n   // count
                         )
{
	int i=threadIdx.x;	// a tab before and after
    if( i<n )  x[ i ]=i ;   /* cudaSuccess */
}

#define UNUSED_LAUNCH(x) \
	spaced<<<1,   8>>>( x,8 )  /* kept */

int main(  )
{
	int* device ;  int host [8];
	cudaMalloc ( ( void** ) & device , sizeof( host ) ) ;
	spaced <<< 1 , /* block */ 8 >>> ( device , 8 ) ;	UNUSED_LAUNCH( device );

	/* cudaMemcpy( */ cudaMemcpy( host , device ,
	                              sizeof( host ) ,
	                              cudaMemcpyDeviceToHost /* back */ ) ;
	cudaFree(device);printf( "%d %s\n" , host[ 7 ] , text ) ;
	const char *raw = R"(cudaStream_t <<<>>> "quoted")";
	puts( raw );
	return cudaPeekAtLastError() == cudaSuccess?0:1 ; }

// the last line has no newline: cudaDeviceSynchronize